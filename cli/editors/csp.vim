" Vim syntax for models of csp: CSPM and programs.
if exists("b:current_syntax") | finish | endif
syn case match
syn keyword cspDeclare assert channel datatype nametype subtype include forall var prog service external print
" As a keyword of the line above it would be taken for an argument of :syntax.
syn match cspDeclare "\<transparent\>"
syn keyword cspStatement skip begin become select case default pri while for range break continue return defer mk if then else let within
syn keyword cspType int bool unit char chan of struct array list mutex rwmutex cond once waitgroup context Int Bool Char Proc Event
syn keyword cspProcess STOP SKIP CHAOS RUN DIV Events
syn keyword cspOperatorWord and or not is
syn keyword cspBoolean true false nil
syn match cspNumber "\<\d\+\>"
syn match cspOperator "<-=\|<-\|->\|:=\|::\|\[\]\||\~|\||||\|\[|\||\]\|\[>\|/\\\|\\\|\[T=\|\[FD=\|\[F="
syn region cspString start=+"+ skip=+\\.+ end=+"+ oneline
syn match cspChar "'\(\\.\|[^'\\]\)'"
syn match cspComment "\(--\|//\).*$" contains=cspTodo
syn region cspComment start="/\*" end="\*/" contains=cspTodo
syn region cspComment start="{-" end="-}" contains=cspTodo,cspComment
syn keyword cspTodo contained TODO FIXME
hi def link cspDeclare Keyword
hi def link cspStatement Statement
hi def link cspType Type
hi def link cspProcess Constant
hi def link cspOperatorWord Operator
hi def link cspOperator Operator
hi def link cspBoolean Boolean
hi def link cspNumber Number
hi def link cspString String
hi def link cspChar Character
hi def link cspComment Comment
hi def link cspTodo Todo
let b:current_syntax = "csp"
