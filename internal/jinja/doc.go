// Package jinja renders Jinja templates, such as the context templates of Occopus, with gonja. It is strict, pure and
// bounded: an unknown variable is an error that says where, the same input gives the same text, no file is read, and
// loops, recursion, time and output have limits. What a single expression makes of a text, such as 'a' * 3000000000, has
// none. It knows neither Terraform nor a cloud.
package jinja
