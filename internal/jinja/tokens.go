package jinja

import (
	"errors"
	"fmt"

	"github.com/nikolalohinski/gonja/v2/config"
	"github.com/nikolalohinski/gonja/v2/tokens"
)

// maxNesting is how deep brackets may be nested; the parser calls itself for each.
const maxNesting = 100

// errNumber is what the lexer of gonja 2.9.1 does not survive: a number with a point before a character that is not
// ASCII. It emits tokens without end, or panics.
var errNumber = errors.New("there is a number that is not one")

// eachToken calls visit for the tokens of a template until it returns an error.
func eachToken(source string, visit func(*tokens.Token) error) error {
	lexer := tokens.NewLexer(source, config.New())
	panicked := false
	go func() {
		defer func() {
			if recover() != nil {
				panicked = true
				close(lexer.Tokens)
			}
		}()
		lexer.Run()
	}()
	count := 0
	for token := range lexer.Tokens {
		if count++; count > len(source)+2 {
			return errNumber
		}
		if err := visit(token); err != nil {
			return err
		}
	}
	if panicked {
		return errNumber
	}
	return nil
}

// checkTokens finds what the parser would not survive.
func checkTokens(source string) error {
	depth := 0
	return eachToken(source, func(token *tokens.Token) error {
		switch token.Type { //nolint:exhaustive // the others nest nothing
		case tokens.LeftParenthesis, tokens.LeftBracket, tokens.LeftBrace:
			depth++
		case tokens.RightParenthesis, tokens.RightBracket, tokens.RightBrace:
			depth--
		}
		if depth > maxNesting {
			return &Error{Line: token.Line, Column: token.Col, Message: fmt.Sprintf("brackets are nested more than %d deep", maxNesting)}
		}
		return nil
	})
}
