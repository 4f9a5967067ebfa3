// The syntax of the language, docs/language.md; each rule names its section there.
//
// A script is a list of declarations, each ended by a newline. Where a newline ends one is decided before the parser
// runs (frontend/layout.cpp, section 1 "A newline ends ..."), so the parser reads one declaration at a time.
//
// The grammar is a little wider than the language where that keeps every choice to one token of lookahead: types and
// expressions share `item`, `L: S` and `x: T` share `named`, and `;` may be missing anywhere. frontend/build_*.cpp
// turns the parse tree into the syntax tree and refuses the rest, with messages better than a parser's.
parser grammar CspParser;
options { tokenVocab = CspLexer; }

// ---- Top level: section 2 --------------------------------------------------------------------------------------

unit : declaration EOF ;

declaration
  : INCLUDE STRING                                                          # includeDecl
  | (DATATYPE | SUBTYPE) NAME EQ constructor (BAR constructor)*             # datatypeDecl
  | NAMETYPE NAME EQ fields                                                 # nametypeDecl
  | CHANNEL names (COLON fields)?                                           # channelDecl
  | VAR NAME COLON item (EQ expr)?                                          # varDecl
  | SERVICE? PROG NAME (LPAREN params? RPAREN)? (COLON item)? block         # progDecl
  | ASSERT NOT? (FORALL replicators AT)? (parallel | SERVICE? term) (REFINES term)? option* # assertDecl
  | PRINT term                                                              # printDecl
  | TIMED LPAREN term RPAREN LBRACE NEWDEF* (declaration (NEWDEF declaration)*)? RBRACE # timedDecl
  | definition                                                              # definitionDecl
  ;

definition
  : TRANSPARENT names                                                       # transparentDefinition
  | term EQ (parallel | term)                                               # equation
  ;

names : NAME (COMMA NAME)* ;
constructor : NAME (DOT field)* ;
fields : field (DOT field)* ;
field : sum (DOTDOT sum)? | keywordType | progValue ;
params : param (COMMA param)* ;
param : NAME COLON item ;
replicators : replicator (COMMA replicator)* ;
replicator : NAME COLON item ;

// :[deadlock free [F]], :[tau priority]: A
option : COLON LBRACK property RBRACK (COLON term)? ;
property
  : ALWAYS expr
  | REACHABLE expr
  | OUTCOMES LPAREN items RPAREN EQ expr
  | PROPWORD (MINUS? NAME)* (LBRACK NAME RBRACK)?
  ;

// ---- Processes and expressions of the top level: sections 11 and 12 ---------------------------------------------
//
// A term is read flat, operators and operands as they come; which operator binds tighter is decided by the table in
// frontend/precedence.h when the tree is built. So no input has two readings here, and `if`, `let`, lambdas and
// replicated operators, which extend as far right as possible, are prefixes like `not`.

term : operand infix* ;
operand : prefix* primary suffix* ;
sum : operand (op=(PLUS | MINUS | STAR | SLASH | PERCENT | CARET) operand)* ;

infix
  : op=(CARET | STAR | SLASH | PERCENT | PLUS | MINUS | EQEQ | NE | LT | LE | GT | GE | AND | OR | DOT | BANG | ARROW | AMP
       | SEMI | SLIDE | INTERRUPT | BOX | ICHOICE | INTERLEAVE | BACKSLASH | ATAT) operand # plainInfix
  | IS NAME                                             # isInfix
  | op=(QUEST | DOLLAR) input (COLON input)?            # inputInfix
  | LSHARE term (RSHARE | REXC) operand                 # sharingInfix
  | LALPHA term PARBAR term RBRACK operand              # alphabetInfix
  | LLINK links RBRACK operand                          # linkInfix
  | LSYNC term RSYNC operand                            # syncInfix
  | LSYNCI term RSYNCI operand                          # syncInfix
  ;

// What `?x:A` may hold: no operator that is looser than a dot.
input : operand (op=(CARET | STAR | SLASH | PERCENT | PLUS | MINUS | EQEQ | NE | LT | LE | GT | GE | AND | OR | DOT) operand)* ;

prefix
  : op=(MINUS | HASH | NOT)                             # signPrefix
  | IF term THEN term ELSE                              # ifPrefix
  | LET NEWDEF? definition (NEWDEF definition)* NEWDEF? WITHIN # letPrefix
  | BACKSLASH term (COMMA term)* AT                     # lambdaPrefix
  | op=(BOX | ICHOICE | INTERLEAVE | SEMI) qualifiers AT # plainReplicator
  | PARBAR qualifiers AT LBRACK term RBRACK             # alphabetReplicator
  | LSHARE term RSHARE qualifiers AT                    # sharingReplicator
  | LLINK links RBRACK qualifiers AT                    # linkReplicator
  | LSYNC term RSYNC qualifiers AT                      # syncReplicator
  | LSYNCI term RSYNCI qualifiers AT                    # syncReplicator
  ;

primary
  : INT | CHAR | STRING | TRUE | FALSE | NAME
  | LPAREN entries? RPAREN
  | LSET entries? (BAR qualifiers)? RBRACE
  | LANGLE entries? (BAR qualifiers)? RANGLE
  | LEVENTS entries? (BAR qualifiers)? REVENTS
  ;

suffix
  : LPAREN entries? RPAREN
  | LBRACK entries RBRACK
  | LREN links RREN
  ;

entries : entry (COMMA entry)* ;
entry : term (DOTDOT term?)? | keywordType | progValue ;  // types: in a tuple type only
qualifiers : qualifier (COMMA qualifier)* ;
qualifier : term (op=(FROM | COLON) term (DOTDOT term)?)? ;
links : link (COMMA link)* (BAR qualifiers)? ;
link : term op=(TIE | FROM) term ;

// ---- Types, and the expressions of programs: sections 3 and 5 --------------------------------------------------

items : item (COMMA item)* ;
item : expr (DOTDOT expr)? | keywordType ;

keywordType
  : ARRAY LBRACK expr RBRACK OF item
  | LIST OF item
  | CHAN (LBRACK expr RBRACK)? OF item
  | STRUCT LBRACE params RBRACE
  ;

// From tight to loose.
expr
  : atom postfix*                                       # postfixExpr
  | RECEIVE expr                                        # receiveExpr
  | expr CARET expr                                     # binaryExpr
  | op=(MINUS | HASH) expr                              # unaryExpr
  | expr op=(STAR | SLASH | PERCENT) expr               # binaryExpr
  | expr op=(PLUS | MINUS) expr                         # binaryExpr
  | expr op=(EQEQ | NE | LT | LE | GT | GE) expr        # binaryExpr
  | expr IS NAME                                        # isExpr
  | NOT expr                                            # notExpr
  | expr AND expr                                       # binaryExpr
  | expr OR expr                                        # binaryExpr
  | IF expr THEN expr ELSE expr                         # ifExpr
  ;

atom
  : INT | CHAR | STRING | TRUE | FALSE | NAME
  | LPAREN items? RPAREN
  | LSET items? RBRACE
  | LANGLE items? RANGLE
  | MK LPAREN items RPAREN
  | ANY LPAREN item RPAREN
  | progValue
  ;

postfix
  : DOT (NAME | INT | TRUE | FALSE | LPAREN item RPAREN | LSET items? RBRACE | keywordType)
  | LBRACK items RBRACK
  | LPAREN items? RPAREN
  ;

// An anonymous prog, or without a block the type of one.
progValue : PROG LPAREN (progParam (COMMA progParam)*)? RPAREN (COLON item)? block? ;
progParam : item (COLON item)? ;

// ---- Statements: section 4 -------------------------------------------------------------------------------------

block : LBRACE statements RBRACE ;
statements : SEMI* (statement SEMI*)* ;

statement
  : simple                                              # simpleStmt
  | place COLON named                                   # namedStmt
  | NAME COMMA names COLON item (EQ expr)?              # declareStmt
  | keyworded                                           # keywordStmt
  ;

// A declaration or a label. `L: x = 3;` reads as a declaration here (x would be a type); names are needed to tell.
named : keyworded | keywordType (EQ expr)? | expr (DOTDOT expr)? (COMMA expr)* tail? ;

simple : receive | place (COMMA place)* tail? ;
receive : RECEIVE (receive | atom postfix*) ;
place : (NAME | progValue) postfix* ;

tail
  : ASSIGN (RANGE item | expr)
  | EQ (RANGE item | expr)
  | PLUSEQ expr
  | MINUSEQ expr
  | SENDTO expr
  | BANG expr
  | QUEST expr
  ;

keyworded
  : SKIPS                                               # skipStmt
  | BEGIN SERVICE? expr                                 # beginStmt
  | BECOME expr                                         # becomeStmt
  | DEFER expr                                          # deferStmt
  | ASSERT expr                                         # assertStmt
  | BREAK                                               # breakStmt
  | CONTINUE                                            # continueStmt
  | RETURN expr                                         # returnStmt
  | RETURN_ALONE                                        # returnStmt
  | ifStatement                                         # ifStmt
  | WHILE expr block                                    # whileStmt
  | FOR (simple forRest? | forRest)? block              # forStmt
  | PRI? SELECT LBRACE selectCase* RBRACE               # selectStmt
  | REPEAT? LGUARD command (BOX command)* RBRACK        # guardedStmt
  | parallel                                            # parallelStmt
  | block                                               # blockStmt
  ;

ifStatement : IF expr block (ELSE (ifStatement | block))? ;
forRest : SEMI expr? SEMI simple? ;

selectCase : CASE comm COLON statements | DEFAULT COLON statements ;
comm : expr (COMMA expr)* tail? ;

command : (LPAREN replicators RPAREN)? guardItem (SEMI guardItem)* ARROW statements ;
guardItem : names COLON item | comm ;  // a declaration, as in the paper, or a boolean or receive

parallel : LPAR branch (PARBAR branch)* RBRACK ;
branch : NAME (LBRACK subscript (COMMA subscript)* RBRACK)? DCOLON (SERVICE (block | expr) SEMI* | statements) ;
subscript : replicator | expr ;
