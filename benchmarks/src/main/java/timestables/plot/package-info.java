/** How plots look, and how they become files. */
package timestables.plot;
