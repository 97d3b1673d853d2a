// Package connect owns a mall's connection to Cafe24: its pair of tokens, the
// codes of the consent, and what a refusal means for the mall and for the app.
//
// It must not call Cafe24, must not store anything, and must not read a clock
// of its own.
package connect
