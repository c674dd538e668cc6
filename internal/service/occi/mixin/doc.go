// Package mixin is the resource occi_mixin: mixins that users define, tags above all (GFD.221, section 4.5.4).
//
// It must not know what a mixin is used for, nor which entities have it.
package mixin
