// The words of the language: docs/language.md, section 1. One lexer serves programs and CSPM definitions.
//
// Every word is a NAME here. frontend/roles.cpp, which stands between lexer and parser, turns names into the keywords
// of `tokens` where the context makes them keywords, and decides by what stands before them which of its meanings a
// bracket, a `<` or a `<-` has (docs/language.md, section 1, "Tokens with two meanings").
lexer grammar CspLexer;

tokens {
  // Keywords of the top level.
  ASSERT, CHANNEL, DATATYPE, NAMETYPE, INCLUDE, FORALL, VAR, PROG, SERVICE, SUBTYPE, TRANSPARENT, PRINT, TIMED,
  // Keywords of an assertion's property.
  PROPWORD, ALWAYS, REACHABLE, OUTCOMES,
  // Keywords of programs.
  SKIPS, BEGIN, BECOME, SELECT, CASE, DEFAULT, PRI, WHILE, FOR, RANGE, BREAK, CONTINUE, RETURN, RETURN_ALONE, DEFER,
  MK, ANY,
  // Keywords of types and expressions.
  CHAN, ARRAY, LIST, STRUCT, OF, IF, THEN, ELSE, LET, WITHIN, TRUE, FALSE, AND, OR, NOT, IS,
  // Brackets and operators by role.
  LSET,      // { that opens a set, where LBRACE opens a block
  LGUARD,    // [ that opens a guarded command
  LPAR,      // [ that opens a parallel command
  REPEAT,    // * of a repetitive command
  LANGLE,    // < that opens a list
  RANGLE,    // > that closes one
  RECEIVE,   // <- before a channel, made of LT and MINUS that touch
  GE,        // >= made of GT and EQ that touch
  // Signs of CSPM, made of tokens that touch.
  NEWDEF,                // no text: where a definition inside `let` or `Timed` starts on a new line
  LEVENTS, REVENTS,      // {| |}
  LSHARE, RSHARE, REXC,  // [| |] |>
  LREN, RREN,            // [[ ]]
  LALPHA,                // [ of P [A||B] Q
  LLINK,                 // [ of P [c <-> d] Q
  LSYNC, RSYNC,          // [+ +]
  LSYNCI, RSYNCI,        // /+ +\
  SLIDE,                 // [>
  ICHOICE,               // |~|
  INTERLEAVE,            // |||
  INTERRUPT,             // /\
  FROM,                  // <- of a generator or a renaming
  TIE,                   // <->
  ATAT,                  // @@
  REFINES                // [T= [F= [FD=
}

channels { COMMENTS }

// ---- Comments and space: section 1 -----------------------------------------------------------------------------

LINE_COMMENT   : ('--' | '//') ~[\n]* -> channel(COMMENTS) ;
C_COMMENT      : '/*' .*? '*/' -> channel(COMMENTS) ;
OPEN_C_COMMENT : '/*' ;
NESTED_COMMENT : '{-' -> more, pushMode(NESTED) ;
SPACE          : [ \t\r\n\f]+ -> skip ;

// ---- Literals and names: section 1 -----------------------------------------------------------------------------

INT      : [0-9]+ ;
NAME     : [a-zA-Z_] [a-zA-Z0-9_]* '\''* ;
CHAR     : '\'' (~['\\\n\r] | '\\' ~[\n\r]) '\'' ;
BAD_CHAR : '\'' (~['\n\r])* '\'' | '\'' ;
STRING     : '"' (~["\\\n\r] | '\\' ~[\n\r])* '"' ;
BAD_STRING : '"' (~["\\\n\r] | '\\' ~[\n\r])* '\\'? ;

// ---- Signs: sections 2 to 5. [ ] | < > = are single, so that [| |] {| |} [[ ]] [> <- can be built from ones that touch.

ARROW   : '->' ;
SENDTO  : '<-=' ;
ASSIGN  : ':=' ;
DCOLON  : '::' ;
COLON   : ':' ;
PLUSEQ  : '+=' ;
MINUSEQ : '-=' ;
EQEQ    : '==' ;
NE      : '!=' ;
LE      : '<=' ;
LT      : '<' ;
GT      : '>' ;
EQ      : '=' ;
DOTDOT  : '..' ;
DOT     : '.' ;
COMMA   : ',' ;
SEMI    : ';' ;
LPAREN  : '(' ;
RPAREN  : ')' ;
LBRACE  : '{' ;
RBRACE  : '}' ;
BOX     : '[]' ;
LBRACK  : '[' ;
RBRACK  : ']' ;
PARBAR  : '||' ;
BAR     : '|' ;
BANG    : '!' ;
QUEST   : '?' ;
PLUS    : '+' ;
MINUS   : '-' ;
STAR    : '*' ;
SLASH   : '/' ;
PERCENT : '%' ;
HASH    : '#' ;
CARET   : '^' ;
AT      : '@' ;
AMPAMP  : '&&' ;
AMP     : '&' ;
BACKSLASH : '\\' ;
TILDE   : '~' ;
DOLLAR  : '$' ;
STRAY   : . ;

// ---- Nested comments: {- ... {- ... -} ... -} ------------------------------------------------------------------

mode NESTED;
NESTED_MORE  : '{-' -> more, pushMode(NESTED_INNER) ;
NESTED_CLOSE : '-}' -> channel(COMMENTS), popMode ;
NESTED_TEXT  : ~[-{]+ -> more ;
NESTED_SIGN  : . -> more ;

mode NESTED_INNER;
INNER_MORE  : '{-' -> more, pushMode(NESTED_INNER) ;
INNER_CLOSE : '-}' -> more, popMode ;
INNER_TEXT  : ~[-{]+ -> more ;
INNER_SIGN  : . -> more ;
