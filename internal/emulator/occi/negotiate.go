package occi

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// mediaRange is one element of an Accept header.
type mediaRange struct {
	pattern  string
	quality  float64
	position int
}

// negotiate returns the offered media type that the Accept header likes best (RFC 9110, 12.5.1), "" if it
// likes none. Among equals the one named first wins, and the first offered one for a wildcard.
func negotiate(accept string, offered []string) string {
	ranges := mediaRanges(accept)
	if len(ranges) == 0 {
		return offered[0]
	}
	best, bestRange := "", mediaRange{}
	for _, media := range offered {
		matching := slices.DeleteFunc(slices.Clone(ranges), func(r mediaRange) bool { return !r.matches(media) })
		if len(matching) == 0 {
			continue
		}
		// The most specific range decides about a media type.
		decisive := slices.MaxFunc(matching, func(a, b mediaRange) int {
			return -cmp.Compare(strings.Count(a.pattern, "*"), strings.Count(b.pattern, "*"))
		})
		if decisive.quality > bestRange.quality ||
			best != "" && decisive.quality == bestRange.quality && decisive.position < bestRange.position {
			best, bestRange = media, decisive
		}
	}
	return best
}

func mediaRanges(accept string) []mediaRange {
	var ranges []mediaRange
	for position, element := range strings.Split(accept, ",") {
		pattern, parameters, _ := strings.Cut(strings.ToLower(element), ";")
		if pattern = strings.TrimSpace(pattern); pattern == "" {
			continue
		}
		r := mediaRange{pattern: pattern, quality: 1, position: position}
		for parameter := range strings.SplitSeq(parameters, ";") {
			if value, ok := strings.CutPrefix(strings.TrimSpace(parameter), "q="); ok {
				// What is no number counts as 0.
				r.quality, _ = strconv.ParseFloat(value, 64)
			}
		}
		ranges = append(ranges, r)
	}
	return ranges
}

func (r mediaRange) matches(media string) bool {
	family, _, _ := strings.Cut(media, "/")
	return r.pattern == media || r.pattern == "*/*" || r.pattern == family+"/*"
}
