/** What a table of products does wrong: errors and defects of any multiplier that somebody wrote down. */
package timestables.inspect;
