package occi

// shellSplit splits at commas as Python's shlex does in POSIX mode: quotes are removed, a backslash
// escapes outside of quotes and, within double ones, itself and the quote; an unquoted # drops the rest.
func shellSplit(text string) ([]string, error) {
	s := &shellSplitter{rest: text}
	for {
		token, ok, err := s.next()
		if err != nil || !ok {
			return s.tokens, err
		}
		s.tokens = append(s.tokens, token)
	}
}

type shellSplitter struct {
	rest   string
	tokens []string
}

// next reads one token; ok is false at the end.
func (s *shellSplitter) next() (token string, ok bool, err error) {
	var word []byte
	started := false
	for len(s.rest) > 0 {
		char := s.rest[0]
		s.rest = s.rest[1:]
		switch char {
		case ',':
			if started {
				return string(word), true, nil
			}
		case '#':
			s.rest = ""
			return string(word), started, nil
		case '"', '\'':
			started = true
			if word, err = s.quoted(word, char); err != nil {
				return "", false, err
			}
		case '\\':
			started = true
			if s.rest == "" {
				return "", false, crash("ValueError: No escaped character")
			}
			word = append(word, s.rest[0])
			s.rest = s.rest[1:]
		default:
			started = true
			word = append(word, char)
		}
	}
	return string(word), started, nil
}

// quoted reads up to the closing quote.
func (s *shellSplitter) quoted(word []byte, quote byte) ([]byte, error) {
	for index := 0; index < len(s.rest); index++ {
		char := s.rest[index]
		switch {
		case char == quote:
			s.rest = s.rest[index+1:]
			return word, nil
		case char == '\\' && quote == '"' && index+1 < len(s.rest):
			index++
			if next := s.rest[index]; next != quote && next != '\\' {
				word = append(word, '\\')
			}
			word = append(word, s.rest[index])
		default:
			word = append(word, char)
		}
	}
	return nil, crash("ValueError: No closing quotation")
}
