package occi

import (
	"fmt"
	"strings"
)

// TypeID identifies a kind, a mixin or an action: a scheme, which ends with "#", and a term that is
// unique in it (GFD.183).
type TypeID struct {
	Scheme string
	Term   string
}

// ParseTypeID splits an identifier like "http://schemas.ogf.org/occi/infrastructure#compute" after
// its "#".
func ParseTypeID(identifier string) (TypeID, error) {
	hash := strings.IndexByte(identifier, '#')
	if hash <= 0 || hash == len(identifier)-1 {
		return TypeID{}, fmt.Errorf("%s is no type identifier of the form scheme#term", excerpt(identifier))
	}

	return TypeID{Scheme: identifier[:hash+1], Term: identifier[hash+1:]}, nil
}

// String returns the scheme followed by the term.
func (id TypeID) String() string {
	return id.Scheme + id.Term
}

// IsZero reports whether both scheme and term are empty.
func (id TypeID) IsZero() bool {
	return id == TypeID{}
}
