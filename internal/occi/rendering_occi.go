package occi

import (
	"net/http"
	"strings"
)

// What the headers of a request may hold. Nova's server refuses lines over 16 KiB, but proxies before it are
// stricter: Apache takes 8190 bytes a line and 100 lines.
const (
	maxHeaderLine  = 8 << 10
	maxHeaderBytes = 16 << 10
	maxHeaderLines = 80
)

// EncodeTextOCCI renders a message as headers, one per item, with the Content-Type: occi-os does not look at
// the others without it. What does not fit is an [*UnrepresentableError] with [ErrTooLarge] or [ErrNonASCII].
func EncodeTextOCCI(message Message) (http.Header, error) {
	lines, err := message.lines()
	if err != nil {
		return nil, err
	}

	header := http.Header{"Content-Type": {MediaTypeTextOCCI}}
	total := 0

	for count, line := range lines {
		size := len(line.field) + len(": \r\n") + len(line.text)
		total += size

		switch {
		case !isASCII(line.text):
			return nil, &UnrepresentableError{Item: line.item, Reason: ErrNonASCII}
		case size > maxHeaderLine, total > maxHeaderBytes, count >= maxHeaderLines:
			return nil, &UnrepresentableError{Item: line.item, Reason: ErrTooLarge}
		}

		header.Add(line.field, line.text)
	}

	return header, nil
}

// DecodeTextOCCI reads headers. Repeated headers and items joined by commas are the same.
func DecodeTextOCCI(header http.Header, quoting Quoting) (Message, error) {
	var d decoder

	for _, name := range []string{fieldCategory, fieldLink, fieldAttribute, fieldLocation} {
		for _, value := range header.Values(name) {
			value = strings.ToValidUTF8(value, "\uFFFD")

			err := d.add(field{name: name, text: value, quoting: quoting, joined: true})
			if err != nil {
				return Message{}, decodeError(MediaTypeTextOCCI, name+": "+value, err)
			}
		}
	}

	return d.message, nil
}
