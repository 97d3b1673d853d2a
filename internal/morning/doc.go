// Package morning owns the short daily list: which items need an answer today,
// the three answers that each can get, and when the item is on the list again.
//
// It must not know how rows are stored or shown, must not do I/O, and must not
// decide about alerts.
package morning
