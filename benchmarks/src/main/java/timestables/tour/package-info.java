/** What is timed and measured to answer a question, and the answer. */
package timestables.tour;
