package ovf

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

const (
	// quantityBits bounds quantities to what a float64 holds exactly.
	quantityBits = 53
	// processorBits bounds the number of processors, so that sums do not overflow.
	processorBits = 31
)

// words are units of OVF 0.9 and of products that never left it behind.
var words = map[string]float64{
	"byte": 1, "bytes": 1,
	"kilobyte": 1 << 10, "kilobytes": 1 << 10, "kb": 1 << 10,
	"megabyte": 1 << 20, "megabytes": 1 << 20, "mb": 1 << 20,
	"gigabyte": 1 << 30, "gigabytes": 1 << 30, "gb": 1 << 30,
	"terabyte": 1 << 40, "terabytes": 1 << 40, "tb": 1 << 40,
}

// bytesOf reads a quantity in units such as "byte * 2^20" (DSP0004, annex C) or "MegaBytes".
func bytesOf(quantity, units string) (float64, error) {
	number, err := quantityOf(quantity, quantityBits)
	if err != nil {
		return 0, err
	}
	factor, err := factorOf(units)
	if err != nil {
		return 0, fmt.Errorf("%q is no unit of bytes: %w", units, err)
	}
	return float64(number) * factor, nil
}

func quantityOf(text string, bits int) (int64, error) {
	number, err := strconv.ParseUint(strings.TrimSpace(text), 10, bits)
	if err != nil {
		return 0, fmt.Errorf("%q is no whole number, or too large", text)
	}
	return int64(number), nil //nolint:gosec // It has 53 bits at most.
}

func factorOf(units string) (float64, error) {
	first, rest, more := strings.Cut(strings.ToLower(units), "*")
	factor, known := words[strings.TrimSpace(first)]
	if !known {
		return 0, errors.New("it does not begin with a word for bytes")
	}
	for more {
		var next string
		next, rest, more = strings.Cut(rest, "*")
		base, exponent, isPower := strings.Cut(strings.TrimSpace(next), "^")
		if !isPower {
			exponent = "1"
		}
		number, baseErr := strconv.ParseUint(base, 10, 16)
		power, powerErr := strconv.ParseUint(exponent, 10, 6)
		if err := errors.Join(baseErr, powerErr); err != nil {
			return 0, err
		}
		factor *= math.Pow(float64(number), float64(power))
	}
	if factor > math.MaxInt64 {
		return 0, errors.New("it is too large")
	}
	return factor, nil
}
