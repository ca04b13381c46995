/** The files in which people keep numbers and matrices of weights, and what is read from them. */
package timestables.tensors;
