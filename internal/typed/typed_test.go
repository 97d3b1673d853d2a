package typed_test

import (
	"testing"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/typed"
)

func TestText(t *testing.T) {
	t.Parallel()
	for in, is := range map[string]string{
		"\u200b여름\u00a0 세일\ufeff":          "여름 세일",
		"여\u200b름\u2060 세\u00ad일\u202e":    "여름 세일",
		"\u1106\u1167\u11ab 면":             "면 면",
		" a\tb\r\nc\u3000d\u2028e ":        "a b c d e",
		"면\u3164티\uffa0":                   "면티",
		"가\ufe0f나\u034f":                   "가나",
		"❤\ufe0f 👨\u200d👩\u200d👧 👍🏽\u200d": "❤\ufe0f 👨\u200d👩\u200d👧 👍🏽",
		"\u200b\u200d":                     "",
		"a\xff":                            "a\ufffd",
		"ＦＵＬＬ":                             "ＦＵＬＬ", // free text is not changed to plain letters
	} {
		if got := typed.Text(in); got != is {
			t.Errorf("%q is %q, should be %q", in, got, is)
		}
	}
	if got := typed.Lines("a  - 5\r\n\u200bb - 6\n"); got != "a - 5\nb - 6\n" {
		t.Errorf("lines are %q", got)
	}
}

func TestCode(t *testing.T) {
	t.Parallel()
	for in, is := range map[string]string{
		"ＧＡＯＮ－ＢＬＫ":             "GAON-BLK",
		"\u200bP0000BUV000B":   "P0000BUV000B",
		"p0000buv000c":         "P0000BUV000C",
		" \u00a0P00\u200b00\t": "P0000",
		"a  b":                 "A B",
		"\u2460-\u1100\u1161":  "1-가",
		"００１２３":                "00123",
	} {
		if got := typed.Code(in); got != is {
			t.Errorf("%q is %q, should be %q", in, got, is)
		}
	}
	for in, is := range map[string]string{"00123": "123", "００１２３": "123", "000": "0", "0A1": "0A1", "": "", "0-1": "0-1"} {
		if got := typed.Shortened(in); got != is {
			t.Errorf("%q is shortened to %q, should be %q", in, got, is)
		}
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	for in, is := range map[string]string{
		"\u200bkim@shop.example": "kim@shop.example", "\ufeffkim@shop.example\u00a0\u200b ": "kim@shop.example",
		"ki\u200bm@shop.example": "ki\u200bm@shop.example",
	} {
		if got := typed.Address(in); got != is {
			t.Errorf("%q is %q, should be %q", in, got, is)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	const name = "니트 가디건(블랙) GAON-BLK 00123 ㅋㅋ"
	for q, found := range map[string]bool{
		"니트가디건": true, "니트  가 디건": true, "트가": true, "니트 건": false, "가디거": true,
		"ㄴㅌ": true, "ㄴㅌㄱㄷㄱ": true, "ㄴㅌㄱㄷㄱㅂㄹ": false, "ㄴㅌ가": true, "ㄴ트": true, "니ㅌ": true, "니ㅌ기": false, "ㅌㄴ": false,
		"ㄱㄷㄱ(ㅂㄹ": true, "ㄱㄷㄱ)ㅂㄹ": false, "ㅂㄹ)": true, "ㄵ": false, "ㅋㅋ": true, "ㅋ": true, "ㅋㅋㅋ": false,
		"ＧＡＯＮ－ＢＬＫ": true, "gaon\u200b-blk": true, "\u1102\u1175\u1110\u1173": true, "ㄷ건(블": true, ".": false, "123": true, "니트*": false,
	} {
		if got := typed.Find(q).In(typed.Key(name)); got != found {
			t.Errorf("%q found %v, should be %v: %+v in %q", q, got, found, typed.Find(q), typed.Key(name))
		}
	}
	if !typed.Find("ㄳㅁ").In(typed.Key("감색 물")) || !typed.Find("ㅃㄱ").In(typed.Key("빨강")) {
		t.Error("a keyboard's pair is not its two letters, or a double letter is not itself")
	}
	if !typed.Find("가디건").In(typed.Key("가\u200b디\u00a0건")) {
		t.Error("what Cafe24 stores is not cleaned")
	}
	if key := typed.Key("니트 00", "123", "블 랙"); typed.Find("00123").In(key) || typed.Find("ㅌㅂ").In(key) || !typed.Find("ㅂㄹ").In(key) || !typed.Find("니트00").In(key) {
		t.Errorf("%q is one text", key)
	}
	if typed.Find(" \u200b").Part != "" {
		t.Error("nothing is looked for")
	}
}

// TestCleanOnce checks that cleaning clean text changes nothing. It also checks
// that a part of a text is found in it, as it is and by its initials, with any
// spacing.
func TestCleanOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("가나닭 \u200b\u00a0ＡaㄱㄳㅏÅ\u200d❤\ufe0f0-.\uffa0™ßı"))).Draw(rt, "text")
		for name, clean := range map[string]func(string) string{"text": typed.Text, "code": typed.Code, "shortened": typed.Shortened, "squash": typed.Squash, "address": typed.Address} {
			if once := clean(s); clean(once) != once {
				rt.Fatalf("%s: %q becomes %q, then %q", name, s, once, clean(once))
			}
		}
		runes := []rune(s)
		from := rapid.IntRange(0, len(runes)).Draw(rt, "from")
		part := string(runes[from:rapid.IntRange(from, len(runes)).Draw(rt, "to")])
		whole := typed.Find(typed.Squash(part))
		if !whole.In(typed.Key("x " + s + " y")) {
			rt.Fatalf("%q is not found in %q: %+q in %+q", part, s, whole, typed.Key(s))
		}
	})
}

// TestCleanTextIsLeft checks that the short way of [typed.Text] for clean text
// gives what the long way gives.
func TestCleanTextIsLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune(" ab~가힣ᆨ\t\u00a0\u200b")), 0, 8, -1).Draw(rt, "text")
		if short, long := typed.Text(text), typed.Text("\u200b"+text); short != long {
			rt.Errorf("%q becomes %q, and %q the long way", text, short, long)
		}
	})
}
