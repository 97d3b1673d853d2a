package postgres_test

import (
	"fmt"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

func TestADestinationIsTakenOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.connect(bori)
	place := outgoing.Place{Page: outgoing.PageAlert, Number: 7}
	kept := outgoing.Destination{
		Mall: hansan, Browser: []byte("firefox"), Cookie: []byte("cookie"), Place: place, ExpiresAt: b.now.Add(15 * time.Minute),
	}
	b.ok(b.KeepDestination(t.Context(), kept))
	for what, err := range map[string]error{
		"another mall's launch": second(b.Mall(bori).TakeDestination(t.Context(), kept.Browser, nil, b.now)),
		"another browser":       second(b.Mall(hansan).TakeDestination(t.Context(), []byte("chrome"), nil, b.now)),
		"another cookie":        second(b.Mall(hansan).TakeDestination(t.Context(), kept.Browser, []byte("other"), b.now)),
		"too late":              second(b.Mall(hansan).TakeDestination(t.Context(), kept.Browser, nil, kept.ExpiresAt)),
	} {
		if lowstock.ErrorCode(err) != lowstock.CodeNotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
	got, err := b.Mall(hansan).TakeDestination(t.Context(), kept.Browser, kept.Cookie, b.now)
	b.ok(err)
	want(t, "place", got, place)
	_, err = b.Mall(hansan).TakeDestination(t.Context(), kept.Browser, kept.Cookie, b.now)
	wantCode(t, err, lowstock.CodeNotFound)

	b.ok(b.KeepDestination(t.Context(), kept))
	kept.Place = outgoing.Place{Page: outgoing.PageReorder, Code: "S1"}
	b.ok(b.KeepDestination(t.Context(), kept))
	got, err = b.Mall(hansan).TakeDestination(t.Context(), kept.Browser, nil, b.now)
	b.ok(err)
	want(t, "what this browser wanted last, in a frame", got, kept.Place)

	kept.Mall = "nobody"
	wantCode(t, b.KeepDestination(t.Context(), kept), lowstock.CodeNotFound)
}

func TestDestinationsAreFewAndGoWithTheMall(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for i := range 50 {
		b.ok(b.KeepDestination(t.Context(), outgoing.Destination{
			Mall: hansan, Browser: fmt.Append(nil, i), Cookie: []byte{}, ExpiresAt: b.now.Add(time.Duration(i) * time.Second),
		}))
	}
	want(t, "kept", one[int](b, "select count(*) from destinations"), 20)
	_, err := b.Mall(hansan).TakeDestination(t.Context(), []byte("49"), nil, b.now)
	b.ok(err)
	b.ok(b.Mall(hansan).Uninstall(t.Context(), b.now))
	want(t, "after the mall has left", one[int](b, "select count(*) from destinations"), 0)
}
