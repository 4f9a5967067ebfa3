/* Milner's cyclic scheduler, as models/bench/milner.csp.
 * Interactions: start, finish and token, all rendezvous.
 * States: 3*N*2^(N-1).                                                     */
#ifndef N
#define N 5
#endif

mtype = { start, finish };
chan t[N] = [0] of { bit };		/* t[i]: the token for cycler i */
chan user = [0] of { mtype };

#define TASK	user!start;				\
		if					\
		:: t[(_pid + 1) % N]!0; user!finish	\
		:: user!finish; t[(_pid + 1) % N]!0	\
		fi

active proctype First()			/* cycler 0 begins with the token */
{	do
	:: TASK; t[_pid]?0
	od
}

active [N-1] proctype Cycler()
{	do
	:: t[_pid]?0; TASK
	od
}

active proctype User()
{	do
	:: user?_
	od
}
