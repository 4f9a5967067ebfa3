/* Leader election of Dolev, Klawe and Rodeh, as models/bench/leader.csp.
 * Interactions: the start of each node, each send, each receive, the count
 * of leaders.
 * Variables are reset where they are no longer needed; a node that has ended
 * stays in its last state, because SPIN makes the end of a process a step. */
#ifndef N
#define N 4
#endif
#ifndef L
#define L (2*N)
#endif
#define I 3

mtype = { one, two, winner };
chan q[N] = [L] of { mtype, byte };
byte leaders;

#define inp		q[_pid - 1]			/* process 0 is init */
#define out		q[_pid % N]
#define mynumber	((N + I - _pid) % N + 1)

proctype Node()
{	byte maximum = mynumber, neighbour, nr;

active_:
	out!one(maximum);
	atomic {
		inp?one(neighbour);
		if
		:: neighbour == maximum -> assert(neighbour == N); goto won
		:: else
		fi
	};
	out!two(neighbour);
	atomic {
		inp?two(nr);
		if
		:: neighbour > nr && neighbour > maximum ->
			maximum = neighbour; neighbour = 0; nr = 0; goto active_
		:: else ->
			maximum = 0; neighbour = 0; nr = 0; goto passive
		fi
	};

passive:
end1:	do
	:: inp?one(nr) -> atomic { out!one(nr); nr = 0 }
	:: inp?two(nr) -> atomic { out!two(nr); nr = 0 }
	:: atomic { inp?winner(nr); if :: nr == mynumber -> goto count :: else -> goto last fi }
	od;
count:	atomic { leaders++; assert(leaders == 1) };
last:	atomic { out!winner(nr); nr = 0; goto done };

won:	out!winner(neighbour);
	atomic {
		inp?winner(nr);
		maximum = 0; neighbour = 0;
		if
		:: nr == mynumber -> nr = 0
		:: else -> nr = 0; goto done
		fi
	};
	atomic { leaders++; assert(leaders == 1) };
done:
end2:	false
}

init
{	byte i;

	do
	:: atomic {
		run Node();
		i++;
		if
		:: i == N -> i = 0; goto started
		:: else
		fi
	   }
	od;
started:
end:	false
}
