// Package function has the functions of the provider, provider::occi::<name>. They compute: none of them talks to a cloud,
// so they need no configured provider. What is computed is in other packages; here are the signatures, the conversions
// from and to Terraform's values, and the errors by argument.
package function
