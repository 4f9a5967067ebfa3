/* Dining philosophers with the room, as models/bench/philosophers_room.csp.
 * Interactions: enter, pickup, putdown and exit, all rendezvous.
 * States for N = 2 to 8: 11, 79, 511, 3111, 18263, 104679, 590175.         */
#ifndef N
#define N 5
#endif

chan fork[N] = [0] of { byte };
chan enter[2] = [0] of { bit };		/* nobody sends on enter[0]: that is the guard occ < N-1 */
chan exit = [0] of { bit };

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
	:: enter[1]!0;
	   fork[LEFT]!LEFT; fork[RIGHT]!LEFT;
	   fork[LEFT]!LEFT; fork[RIGHT]!LEFT;
	   exit!0
	od
}

active proctype Room()
{	byte occ;
end:	do
	:: atomic { enter[occ < N-1]?0 -> occ++ }
	:: atomic { exit?0 -> occ-- }
	od
}
