/* The sieve of Eratosthenes, as models/bench/sieve.csp.
 * Interactions: the rendezvous between neighbours.
 * What a process has to send is shared, so that the receiver can clear it in
 * the same step: after a rendezvous the sender could do so only in a step of
 * its own. K must be at least the number of odd primes below MAX.          */
#ifndef MAX
#define MAX 20
#endif
#ifndef K
#define K 7
#endif

chan c[K+1] = [0] of { byte };		/* c[i]: into filter i; c[K]: into the sink */
byte number = 3;			/* the source's next number, 0 at the end */
byte held[K];				/* held[i]: what filter i has to pass on, 0 = nothing */

#define SENT	if									\
		:: _pid == 0 -> number = (number + 2 < MAX -> number + 2 : 0)		\
		:: else -> held[_pid-1] = 0						\
		fi

active [K] proctype Filter()
{	byte p, mp;

	atomic { c[_pid]?p; SENT; if :: p == 0 -> goto last :: else -> mp = p fi };
again:	atomic {
		c[_pid]?held[_pid];
		SENT;
		do
		:: held[_pid] > mp -> mp = mp + p
		:: else -> break
		od;
		if
		:: held[_pid] == 0 -> mp = 0; goto last
		:: held[_pid] == mp -> held[_pid] = 0; goto again	/* not a prime */
		:: else
		fi
	};
	c[_pid+1]!held[_pid];
	goto again;
last:	c[_pid+1]!0;
end:	false
}

active proctype Source()
{
end:	do
	:: c[0]!number
	od
}

active proctype Sink()
{	byte m;
	atomic { c[K]?m; assert(m == 0) };
end:	false
}
