import GeoIO
import GeoModel
import SafeFiles
import Testing

@Suite struct GeoJSONWriterTests {
    /// Given clockwise; RFC 7946 wants outer rings counter-clockwise and holes clockwise, seven decimals are a
    /// centimetre.
    private let clockwise = Ring([
        MapPoint(x: 0, y: 0), MapPoint(x: 0, y: 2), MapPoint(x: 2.123_456_78, y: 2), MapPoint(x: 2, y: -0.000_000_01),
    ])
    private let text = "[[0,0],[2,0],[2.1234568,2],[0,2],[0,0]]"

    @Test func ringsTurnAsTheStandardWants() {
        let hole = Fixture.square(0.5, 0.5, side: 0.25)
        let shape = MultiPolygon([Polygon(exterior: clockwise, holes: [hole])])
        let turned = "[[0.5,0.5],[0.5,0.75],[0.75,0.75],[0.75,0.5],[0.5,0.5]]"
        #expect(
            GeoJSONWriter.geometry(shape) == "{\"type\":\"Polygon\",\"coordinates\":[\(text),\(turned)]}")
    }

    @Test func severalPartsAreAMultiPolygon() {
        let part = Polygon(exterior: Fixture.square(-117.5, 34))
        let shape = MultiPolygon([Polygon(exterior: clockwise), part])
        let second = "[[-117.5,34],[-107.5,34],[-107.5,44],[-117.5,44],[-117.5,34]]"
        #expect(
            GeoJSONWriter.geometry(shape)
                == "{\"type\":\"MultiPolygon\",\"coordinates\":[[\(text)],[\(second)]]}")
    }

    @Test func aCollectionIsRowsWithACommaBetween() throws {
        let scratch = try Scratch()
        let writer = try GeoJSONWriter(scratch("a.geojson"), members: [.init("note", "甲\"乙")])
        try writer.append(id: "1", shape: nil, properties: [.init("z", 1), .init("a", "图斑")])
        try writer.append(id: "2", shape: MultiPolygon([Polygon(exterior: clockwise)]), properties: [])
        #expect(scratch.names == [".tmp-a.geojson"])
        try writer.close()
        let geometry = "{\"type\":\"Polygon\",\"coordinates\":[\(text)]}"
        let expected = """
            {"type":"FeatureCollection","note":"甲\\"乙","features":[
            {"type":"Feature","id":"1","geometry":null,"properties":{"z":1,"a":"图斑"}},
            {"type":"Feature","id":"2","geometry":\(geometry),"properties":{}}
            ]}

            """
        #expect(try DurableFile.text(of: scratch("a.geojson")) == expected)
    }

    @Test func anEmptyCollectionIsValid() throws {
        let scratch = try Scratch()
        try GeoJSONWriter(scratch("a.geojson")).close()
        #expect(try DurableFile.json(of: scratch("a.geojson"))["features"] == [])
        #expect(try Fixture.rows(try LayerFile(scratch("a.geojson"))).isEmpty)
    }
}
