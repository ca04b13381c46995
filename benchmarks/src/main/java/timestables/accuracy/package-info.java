/** All that measures error: over codes, over samples, and as it builds up from product to product. */
package timestables.accuracy;
