package cafe24sim

import (
	"fmt"
	"math/rand/v2"
)

// choices lists the option combinations of one product; a product without options has a single empty one.
func (g *generator) choices(s scheme) [][]Option {
	switch s {
	case clothing:
		return cross(g.some("색상", 1, 4, colourNames()), g.run("사이즈", 1, []string{"S", "M", "L", "XL"}))
	case shoes:
		return cross(g.some("색상", 1, 2, colourNames()), g.run("사이즈", 4, []string{"230", "235", "240", "245", "250", "255", "260", "265", "270", "275"}))
	case colours:
		return cross(g.some("색상", 1, 5, colourNames()))
	case shades:
		return cross(g.run("호수", 4, []string{"01 로즈", "02 코랄", "03 누드", "04 모브", "05 체리", "06 피치"}))
	case volumes:
		return cross(g.run("용량", 1, []string{"50ml", "100ml", "200ml", "300ml"}))
	case tastes:
		return cross(g.run("맛", 1, []string{"오리지널", "고소한맛", "달콤한맛", "매콤한맛"}))
	case plain:
	}
	return [][]Option{nil}
}

// some picks a few of the values and keeps their order.
func (g *generator) some(name string, low, high int, values []string) []Option {
	want := low + g.rng.IntN(high-low+1)
	var list []Option
	for i, v := range values {
		if g.rng.IntN(len(values)-i) < want-len(list) {
			list = append(list, Option{name, v})
		}
	}
	return list
}

// run picks at least low neighbouring values.
func (g *generator) run(name string, low int, values []string) []Option {
	n := low + g.rng.IntN(len(values)-low+1)
	from := g.rng.IntN(len(values) - n + 1)
	var list []Option
	for _, v := range values[from : from+n] {
		list = append(list, Option{name, v})
	}
	return list
}

func cross(axes ...[]Option) [][]Option {
	all := [][]Option{nil}
	for _, axis := range axes {
		var next [][]Option
		for _, head := range all {
			for _, o := range axis {
				next = append(next, append(append([]Option{}, head...), o))
			}
		}
		all = next
	}
	return all
}

// tooManyChoices makes 126 variants: more than a product list embeds.
func tooManyChoices() [][]Option {
	var waist, length []Option
	for i := range 14 {
		waist = append(waist, Option{"허리", fmt.Sprintf("%d인치", 24+i)})
	}
	for i := range 9 {
		length = append(length, Option{"기장", fmt.Sprintf("%dcm", 88+2*i)})
	}
	return cross(waist, length)
}

func colourNames() []string {
	return []string{"블랙", "화이트", "아이보리", "베이지", "그레이", "네이비", "카키", "버건디", "스카이블루", "라벤더", "브라운"}
}

// personName generates a person's name; the simulator has no real ones.
func personName(rng *rand.Rand) string {
	family := []string{"김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오"}
	given := []string{"서연", "민준", "지우", "하은", "도윤", "수빈", "예준", "지민", "유진", "현우", "채원", "시우", "다은", "준서", "은서", "건우"}
	return pick(rng, family) + pick(rng, given)
}

func makeBuyer(rng *rand.Rand) Buyer {
	n := rng.IntN(100_000)
	towns := []string{"서울특별시 마포구 월드컵로", "경기도 성남시 분당구 판교로", "부산광역시 해운대구 센텀로", "대구광역시 수성구 동대구로", "광주광역시 서구 상무대로"}
	return Buyer{
		MemberID: fmt.Sprintf("member%05d", n), Name: personName(rng), Phone: fmt.Sprintf("010-0000-%04d", n%10_000),
		Email: fmt.Sprintf("member%05d@buyer.example", n), Address: fmt.Sprintf("%s %d", pick(rng, towns), 1+n%200),
	}
}
