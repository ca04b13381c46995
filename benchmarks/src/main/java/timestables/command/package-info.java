/** The command line: a class for each command, which reads its options and hands on. */
package timestables.command;
