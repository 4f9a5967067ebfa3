/* A worker pool in Go's style, as models/bench/pool.csp.
 * Interactions: Add, the start of each process, sends, receives, closes, the
 * end of each range, Done, Wait (a step to queue up unless the count is zero
 * already, a step to return). Variables are reset where they are no longer
 * needed; a process that has ended stays in its last state, because SPIN
 * makes the end a step.                                                    */
#ifndef W
#define W 2
#endif
#ifndef C
#define C 2
#endif
#ifndef J
#define J 4
#endif
#ifndef V
#define V 2
#endif

chan jobs    = [C] of { byte };
chan results = [C] of { byte };
bit cjobs, cresults;			/* closed? */
byte wg;

proctype Worker()
{	byte j;

	do
	:: jobs?j -> atomic { results!j; assert(!cresults); j = 0 }
	:: empty(jobs) && cjobs -> break
	od;
	atomic { assert(wg > 0); wg-- };
end:	false
}

proctype Producer()
{	byte j;

	do
	:: atomic {
		jobs!(j % V);
		assert(!cjobs);
		j++;
		if
		:: j == J -> j = 0; goto all
		:: else
		fi
	   }
	od;
all:	cjobs = 1;
end:	false
}

proctype Closer()
{
	if
	:: wg == 0
	:: wg > 0 -> wg == 0
	fi;
	cresults = 1;
end:	false
}

init
{	byte n;

	wg = W;
	do
	:: atomic {
		run Worker();
		n++;
		if
		:: n == W -> n = 0; goto started
		:: else
		fi
	   }
	od;
started:
	run Producer();
	run Closer();
	do
	:: atomic { results?_ -> n++ }
	:: atomic { empty(results) && cresults -> assert(n == J); n = 0; break }
	od;
end:	false
}
