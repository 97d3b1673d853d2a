package words

import "strings"

// Particle returns the one of the two forms in pair ("을/를", "이/가", "은/는",
// "과/와", "으로/로", "이에요/예요") that follows word. The last sound of word decides. Digits and
// Latin letters sound as they are read in Korean. Closing brackets, quotes and
// spaces at the end are ignored.
func Particle(word, pair string) string {
	closed, open, ok := strings.Cut(pair, "/")
	if !ok {
		return pair
	}
	switch final := finalSound(word); {
	case final == noFinal, final == finalR && strings.HasPrefix(closed, "으"):
		return open
	default:
		return closed
	}
}

const (
	noFinal = iota
	finalR  // ㄹ: 으로/로 takes the open form
	otherFinal
)

func finalSound(word string) int {
	runes := []rune(strings.TrimRight(word, " )]}>'\"’”」』》〉.,!?"))
	if len(runes) == 0 {
		return noFinal
	}
	r := runes[len(runes)-1]
	switch {
	case r >= 0xAC00 && r <= 0xD7A3:
		switch (r - 0xAC00) % 28 {
		case 0:
			return noFinal
		case 8:
			return finalR
		}
		return otherFinal
	case r >= '0' && r <= '9':
		// 영 일 이 삼 사 오 육 칠 팔 구
		return [...]int{otherFinal, finalR, noFinal, otherFinal, noFinal, noFinal, otherFinal, finalR, finalR, noFinal}[r-'0']
	}
	switch r | 0x20 { // Latin letters by their Korean names: 엘 엠 엔 알 end in a consonant
	case 'l', 'r':
		return finalR
	case 'm', 'n':
		return otherFinal
	}
	return noFinal
}
