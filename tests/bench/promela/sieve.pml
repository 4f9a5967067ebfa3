/* The sieve of Eratosthenes, as models/bench/sieve.csp.
 * Interactions: the rendezvous between neighbours.
 * K must be at least the number of odd primes below MAX.                   */
#ifndef MAX
#define MAX 20
#endif
#ifndef K
#define K 7
#endif

chan c[K+1] = [0] of { byte };

active [K] proctype Filter()
{	byte p, mp, m;

	atomic { c[_pid]?p -> if :: p == 0 -> goto last :: else -> mp = p fi };
	do
	:: atomic {
		c[_pid]?m;
		if
		:: m == 0 -> mp = 0; goto last
		:: else ->
			do
			:: m > mp -> mp = mp + p
			:: else -> break
			od;
			if
			:: m == mp -> m = 0		/* not a prime */
			:: else -> goto pass
			fi
		fi
	   }
	od;
pass:	skip;
last:	c[_pid+1]!0;
end:	false
}

active proctype Source()
{	byte n = 3;
	do
	:: n < MAX -> c[0]!n; n = n + 2
	:: else -> break
	od;
	c[0]!0;
end:	false
}

active proctype Sink()
{	byte m;
	c[K]?m;
	assert(m == 0);
end:	false
}
