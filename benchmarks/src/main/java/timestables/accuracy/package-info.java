/** Errors of formats and roundings: what they are measured in, and how they build up from product to product. */
package timestables.accuracy;
