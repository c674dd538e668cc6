// Package link is the resource occi_link: links of any kind that a server's query interface names (GFD.221).
//
// It must not know a single kind.
package link
