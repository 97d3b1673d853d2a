package words

import "slices"

// pictureWords are around pictures of numbers, what is read so far, and what
// money is at risk or lost.
func pictureWords() []entry { return slices.Concat(askedWords()) }

// askedWords are about an operator's own questions.
func askedWords() []entry {
	return []entry{
		{"contact.asked", "보낸 문의", "Your questions"},
		{"contact.asked_hint", "내가 보낸 최근 문의 20개예요. 다른 운영자의 문의는 보이지 않아요.", "Your last 20 questions. Those of other operators are not shown."},
		{"contact.asked_reply", "답장받을 주소: {0}", "Answer to: {0}"},
		{"contact.asked_file", "진단 파일 함께 보냄", "with the diagnostics"},
	}
}
