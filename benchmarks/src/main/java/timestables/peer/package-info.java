/** Libraries of the operating system that tables are timed against. */
package timestables.peer;
