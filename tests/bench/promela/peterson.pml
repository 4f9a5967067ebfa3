/* Peterson's mutual exclusion for N processes, as models/bench/peterson.csp.
 * Interactions: each read or write of level, last, ncrit; a local test is
 * part of the interaction that follows it.                                 */
#ifndef N
#define N 3
#endif
#ifndef P
#define P N
#endif

byte level[N];			/* level[i]: the stage that process i tries to pass */
byte last[N];			/* last[l]: the last process to arrive at stage l */
byte ncrit;			/* how many are in the critical section */

#define FIRST	(_pid == 0 -> 1 : 0)			/* the first of the others */
#define NEXT	(k + 1 == _pid -> k + 2 : k + 1)	/* the one behind k */

active [P] proctype Process()
{	byte l = 1, k;

up:	if
	:: d_step { l < N -> level[_pid] = l }
	:: d_step { l == N -> l = 0; ncrit++; assert(ncrit == 1) }; goto critical
	fi;
	d_step { last[l] = _pid; k = FIRST };
look:	if
	:: d_step { last[l] != _pid -> k = 0; l++ }; goto up
	:: last[l] == _pid
	fi;
	if
	:: d_step { level[k] < l && NEXT < N -> k = NEXT }; goto look
	:: d_step { level[k] < l && NEXT >= N -> k = 0; l++ }; goto up
	:: level[k] >= l -> goto look
	fi;
critical:
	ncrit--;
	d_step { level[_pid] = 0; l = 1 };
	goto up
}
