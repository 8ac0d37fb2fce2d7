package main

// picture is one row of the table of pictures.
type picture struct {
	name          string
	columns, rows int // the slot it is made for, without its caption
	colour        bool
	shows         string
	draw          func(*studio, *canvas) error
	page          func(*studio, picture) ([]byte, error) // for a PDF
}

// scene makes a drawing that cannot fail.
func scene(f func(*canvas)) func(*studio, *canvas) error {
	return func(_ *studio, c *canvas) error {
		f(c)
		return nil
	}
}

// pictures is all that the sample edition shows.
var pictures = []picture{
	{name: "canal-dusk.jpg", columns: 5, rows: 34, colour: true, draw: scene(canalDusk),
		shows: "dusk on a town canal: people cross an arched stone bridge, red lanterns and lit windows on both quays, a boat with an awning and a lantern in front"},
	{name: "reeds.jpg", columns: 3, rows: 18, draw: scene(reeds),
		shows: "the lake in early winter through flowering reeds: a boatman poles his covered boat, geese, a low sun over two chains of hills"},
	{name: "bus-stop.jpg", columns: 2, rows: 15, draw: scene(busStop),
		shows: "a lane minibus with its door open before old white-walled houses; an elderly woman with a basket of vegetables gets on"},
	{name: "bean-jars.jpg", columns: 3, rows: 20, draw: scene(beanJars),
		shows: "the bean-curd workshop before daybreak: a man stirs the great pan on its brick stove under a lamp, steam, jars on shelves, a pressing stone on a cloth"},
	{name: "harbour.jpg", columns: 4, rows: 28, draw: scene(harbour),
		shows: "Hepu harbour: a loaded container ship at the quay under four container cranes, a tug, gulls, the city behind"},
	{name: "chart-bars.png", columns: 3, rows: 20, draw: chartBars,
		shows: "bar chart: containers handled at Hepu each month, January to October 2025 and 2026, together 48.3 ten thousand boxes this year, up 21.6 per cent"},
	{name: "chart-lines.png", columns: 3, rows: 20, draw: chartLines,
		shows: "line chart: growth of takings of restaurants (7.2 to 9.7 per cent) and shops (4.2 to 5.1 per cent) over the year so far"},
	{name: "route-map.png", columns: 4, rows: 24, draw: routeMap,
		shows: "sketch map of the Ting river from Qingshitan past Shibu and the city to Hepu, with the two feeder services planned for next year"},
	{name: "bridge-engraving.png", columns: 3, rows: 24, draw: scene(bridgeEngraving),
		shows: "wood engraving: three people on an arched stone bridge, a boatman before it, hills, houses, willow branches above"},
	{name: "rowing.jpg", columns: 5, rows: 34, colour: true, draw: scene(rowing),
		shows: "two eights with coxswains race on the lake at sunrise, the red boat in front, the white one behind"},
	{name: "smash.jpg", columns: 3, rows: 30, draw: scene(smash),
		shows: "a badminton player in the air hits a smash under the lamps of a full hall, the net at the right"},
	{name: "runners.jpg", columns: 4, rows: 20, draw: scene(runners),
		shows: "the run round the lake: five runners lead, a group follows, along a road under willows in thin fog"},
	{name: "ferry-lamp.jpg", columns: 3, rows: 26, colour: true, draw: scene(ferryLamp),
		shows: "night at the ferry: a storm lantern hangs from the bough of a camphor tree over the stone steps, its light lies on the river, a covered boat comes across"},
	{name: "snow-lane.png", columns: 2, rows: 30, draw: scene(snowLane),
		shows: "wood engraving: someone with an umbrella walks down an old lane in falling snow, a bare branch above"},
	{name: "plum.png", columns: 2, rows: 8, draw: scene(plum),
		shows: "head ornament: a branch of winter plum in brush and line"},
	{name: "lake-1.jpg", columns: 8, rows: 40, colour: true, draw: scene(lakeSpring),
		shows: "spring, panorama: the causeway with its three-arched bridge, willows and peach in flower, a pagoda, four boats, hills in mist"},
	{name: "lake-2.jpg", columns: 3, rows: 60, colour: true, draw: scene(lakeSummer),
		shows: "summer, tall: lotus in flower down to the edge, a pavilion in the water, a thunderhead over the hills"},
	{name: "lake-3.jpg", columns: 3, rows: 30, draw: scene(lakeRain),
		shows: "the rainy weeks: a man under an umbrella on the landing stage, rings on the water, a pavilion before misty hills"},
	{name: "lake-4.jpg", columns: 2, rows: 30, draw: scene(lakeNets),
		shows: "early autumn, sunrise: a fisherman casts his net from a boat, three cormorants on the stern"},
	{name: "lake-5.jpg", columns: 2, rows: 20, colour: true, draw: scene(lakeMetasequoia),
		shows: "late autumn: a row of red dawn redwoods and its reflection, a boat"},
	{name: "lake-6.jpg", columns: 3, rows: 20, colour: true, draw: scene(lakeGeese),
		shows: "autumn evening: a wedge of geese over the reeds at sunset"},
	{name: "lake-7.jpg", columns: 3, rows: 20, draw: scene(lakeSpoonbills),
		shows: "November: eleven spoonbills feed in the shallows of the north shore"},
	{name: "lake-8.jpg", columns: 2, rows: 20, draw: scene(lakeSnow),
		shows: "winter: the pavilion on its islet in snow, one boat, a white branch"},
	{name: "ad-books.jpg", columns: 4, rows: 40, draw: adBooks,
		shows: "advertisement of the bookshop 拾页书店: two shelves and a black cat under a lamp"},
	{name: "ad-tea.jpg", columns: 8, rows: 25, colour: true, draw: adTea,
		shows: "advertisement of the tea house 听雪楼茶馆, across the page: a kettle on a clay stove before hills in snow"},
	{name: "ad-museum.pdf", columns: 8, rows: 52, colour: true, page: adMuseum,
		shows: "half a page for the exhibition 汀江船影 of the museum 望汀博物馆: three junks under the moon"},
}
