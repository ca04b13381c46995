/** What a run reads from the command line and leaves behind: folders, CSV files, progress. */
package timestables.run;
