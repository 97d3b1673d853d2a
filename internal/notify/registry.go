package notify

import (
	"slices"
	"sync"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// channels are all ways to reach a mall besides mail, one line each, in the order
// in which the settings show them.
func channels() []channel {
	return []channel{
		slack(),
		webhook{},
	}
}

// Kinds returns the channels besides mail that a merchant can set.
func Kinds() []Kind {
	var all []Kind
	for _, c := range channels() {
		all = append(all, c.kind())
	}
	return all
}

// Channels returns the channels that this program can send by, including mail,
// questions to the people who run the app, and purchase orders to suppliers. It
// leaves the messages of other channels, which a newer program wrote, to that
// program.
func Channels() []lowstock.Channel {
	all := []lowstock.Channel{lowstock.ChannelEmail, outgoing.ChannelSupport, outgoing.ChannelSupplier, outgoing.ChannelNews}
	for _, k := range Kinds() {
		all = append(all, k.Channel)
	}
	return all
}

// kindsOnce is [Kinds] for [FieldOf], which a page asks for each parameter of its
// address: to make the kinds anew each time was 2 % of what /stock allocated.
//
//nolint:gochecknoglobals // a constant table
var kindsOnce = sync.OnceValue(Kinds)

// FieldOf returns the field with this name, and its kind.
func FieldOf(key string) (k Kind, f Field, found bool) {
	for _, k := range kindsOnce() {
		if at := slices.IndexFunc(k.Fields, func(f Field) bool { return f.Key == key }); at >= 0 {
			return k, k.Fields[at], true
		}
	}
	return Kind{}, Field{}, false
}
