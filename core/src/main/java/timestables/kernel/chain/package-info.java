/**
 * One product after the other: {@link timestables.kernel.chain.ScalarChain}, and with the feedback of what was rounded
 * away {@link timestables.kernel.chain.FeedbackChain}.
 */
package timestables.kernel.chain;
