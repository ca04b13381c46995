/** The jar's entrance. Its classes load on Java 11, so that an older Java can hand over to one that runs the rest. */
package timestables.launch;
