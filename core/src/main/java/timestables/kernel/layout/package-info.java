/**
 * One table, element by element: a {@link timestables.kernel.layout.Layout} is a way for it to lie in memory or in
 * registers, with the loops that read it there. All layouts of a table give the same bits.
 */
package timestables.kernel.layout;
