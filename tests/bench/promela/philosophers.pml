/* Dining philosophers without the room, as models/bench/philosophers.csp.
 * Interactions: pickup and putdown, rendezvous of a philosopher with a fork.
 * States: 3^N - 1, one of them the deadlock.                               */
#ifndef N
#define N 5
#endif

chan fork[N] = [0] of { byte };		/* the message is the philosopher's number */

active [N] proctype Fork()
{	byte p;
end:	do
	:: fork[_pid]?p -> atomic { fork[_pid]?eval(p) -> p = 0 }
	od
}

#define LEFT	(_pid - N)
#define RIGHT	((_pid - N + 1) % N)

active [N] proctype Phil()
{
	do
	:: fork[LEFT]!LEFT; fork[RIGHT]!LEFT;
	   fork[LEFT]!LEFT; fork[RIGHT]!LEFT
	od
}
