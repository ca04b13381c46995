/** What timings say: samples of forks, intervals over rounds, speed-ups and verdicts. */
package timestables.speed;
