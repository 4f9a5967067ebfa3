/* Leader election of Dolev, Klawe and Rodeh, as models/bench/leader.csp.
 * Interactions: each send, each receive, the count of leaders.
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

#define inp		q[_pid]
#define out		q[(_pid + 1) % N]
#define mynumber	((N + I - (_pid + 1)) % N + 1)

active [N] proctype Node()
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

won:	out!winner(neighbour);
	atomic {
		inp?winner(nr);
		maximum = 0; neighbour = 0;
		if
		:: nr == mynumber -> nr = 0; goto count
		:: else -> nr = 0; goto done
		fi
	};
count:	d_step { leaders++; assert(leaders == 1) };
	goto done;

passive:
end1:	do
	:: inp?one(nr) -> d_step { out!one(nr); nr = 0 }
	:: inp?two(nr) -> d_step { out!two(nr); nr = 0 }
	:: inp?winner,eval(mynumber) ->
		d_step { leaders++; assert(leaders == 1) };
		out!winner(mynumber);
		goto done
	:: atomic { inp?winner(nr) -> if :: nr == mynumber -> goto none :: else fi };
		d_step { out!winner(nr); nr = 0 };
		goto done
	od;
none:	assert(false);
done:
end2:	false
}
