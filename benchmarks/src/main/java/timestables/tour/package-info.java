/** What is timed and measured to answer a question. */
package timestables.tour;
