/** The playground that this project comes from, faithfully: its simulations, their plots and their exports. */
package timestables.playground;
