/* A worker pool in Go's style, as models/bench/pool.csp.
 * Interactions: sends, receives, closes, the end of each range, Done, Wait.
 * Variables are reset where they are no longer needed; a process that has
 * ended stays in its last state, because SPIN makes the end a step.        */
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
byte wg = W;

active [W] proctype Worker()
{	byte j;

	do
	:: jobs?j -> atomic { results!j; assert(!cresults); j = 0 }
	:: empty(jobs) && cjobs -> break
	od;
	atomic { wg--; assert(wg < W) };
end:	false
}

active proctype Producer()
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

active proctype Closer()
{
	wg == 0;
	cresults = 1;
end:	false
}

active proctype Main()
{	byte n;

	do
	:: atomic { results?_ -> n++ }
	:: atomic { empty(results) && cresults -> assert(n == J); n = 0; break }
	od;
end:	false
}
