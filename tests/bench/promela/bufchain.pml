/* A chain of K one-place buffers, as models/bench/bufchain.csp.
 * Interactions: the rendezvous between neighbours, with 0 or 1.
 * States: 3^K. (The cell keeps its value in its control state, so that no
 * stale copy of it is left behind.)                                        */
#ifndef K
#define K 6
#endif

chan c[K+1] = [0] of { bit };

active [K] proctype Cell()
{
end:	do
	:: c[_pid]?0 -> c[_pid+1]!0
	:: c[_pid]?1 -> c[_pid+1]!1
	od
}

active proctype Source()
{	do
	:: c[0]!0
	:: c[0]!1
	od
}

active proctype Sink()
{
end:	do
	:: c[K]?_
	od
}
