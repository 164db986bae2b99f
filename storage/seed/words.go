package seed

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

var (
	firstNames = strings.Fields(`Adi Agus Ahmad Aisyah Andi Anita Arif Ayu Bagus Bambang Budi Cahya Citra Dedi Dewi Dian Dimas Dina Dwi Eka Eko Endang
		Fajar Farah Fitri Galih Gita Hadi Hana Hendra Heri Ika Indah Indra Intan Irfan Joko Kartika Krisna Laila Lestari Lina Lukman Made Maya Mega Melati
		Nadia Nanda Ningsih Novi Nur Nyoman Putri Putu Rahmat Rani Ratna Reza Rina Rini Rizky Rudi Sari Sinta Siti Slamet Sri Sukma Surya Taufik Tono Tri
		Umi Utami Vina Wahyu Wawan Wayan Widya Wulan Yanti Yoga Yudi Yulia Yusuf Zahra Zainal`)
	lastNames = strings.Fields(`Santoso Wijaya Susanto Setiawan Nugroho Saputra Pratama Kurniawan Hidayat Wibowo Siregar Nasution Lubis Harahap Simanjuntak
		Hutapea Situmorang Tanjung Chaniago Sihombing Gunawan Halim Hartono Irawan Kusuma Lesmana Mahendra Maulana Permana Purnomo Putra Rahardjo Ramadhan
		Salim Sanjaya Siswanto Sudirman Suharto Suryadi Sutanto Syahputra Tarigan Tobing Utomo Wardana Widodo Winata Yulianto Zulkarnain Anggraini Lestari
		Maharani Oktaviani Puspita Rahayu Safitri Wulandari Astuti Handayani Hasanah Kusumawati Marlina Nuraini Permatasari Pertiwi Purnama Rahmawati`)
	operators = strings.Fields(`811 812 813 821 822 823 851 852 853 814 815 816 855 856 857 858 817 818 819 859 877 878 831 832 833 838 895 896 897 898 899 881 882`)
)

// templateNames are what is sent; the earlier ones more often, the last one very
// rarely.
var templateNames = func() (names []string) {
	for _, what := range []string{"installment", "card", "account", "loan", "branch", "otp", "insurance", "savings", "statement", "promo"} {
		for _, event := range []string{"reminder", "update", "confirmed"} {
			names = append(names, what+"_"+event)
		}
	}
	return append(names, "head_office_moved")
}()

// rareTemplate is sent once in twenty thousand messages.
const rareTemplate = 20_000

func (g *generator) template(r *rand.Rand) string {
	if r.IntN(rareTemplate) == 0 {
		return templateNames[len(templateNames)-1]
	}
	n := len(templateNames) - 1
	return templateNames[min(r.IntN(n), r.IntN(n))]
}

func name(r *rand.Rand) string {
	switch r.IntN(10) {
	case 0:
		return "" // not known
	case 1:
		return firstNames[r.IntN(len(firstNames))]
	case 2:
		return fmt.Sprintf("%s %s %s", firstNames[r.IntN(len(firstNames))], firstNames[r.IntN(len(firstNames))], lastNames[r.IntN(len(lastNames))])
	}
	return firstNames[r.IntN(len(firstNames))] + " " + lastNames[r.IntN(len(lastNames))]
}

func number(r *rand.Rand) string {
	return fmt.Sprintf("+62%s%08d", operators[r.IntN(len(operators))], r.IntN(100_000_000))
}
