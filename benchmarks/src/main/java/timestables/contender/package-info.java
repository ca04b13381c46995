/** Who competes: the operations, their operands, and every way to do them, timed or measured alone. */
package timestables.contender;
