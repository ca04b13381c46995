/** Which format and contender suit a user's own weights: their errors on these, their speeds, and what to take. */
package timestables.advice;
