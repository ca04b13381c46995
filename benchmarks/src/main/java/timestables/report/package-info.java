/** What runs say: the answer in words, speed joined with error, and both as pictures and as a page. */
package timestables.report;
