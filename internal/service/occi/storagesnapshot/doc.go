// Package storagesnapshot has the resource occi_storage_snapshot: a snapshot or a backup of a volume. It knows what
// the actions snapshot and backup are answered with, and nothing of how a server keeps what they make.
package storagesnapshot
