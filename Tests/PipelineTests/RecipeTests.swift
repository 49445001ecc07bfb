import ChangeDetection
import Foundation
import GeoModel
import Pipeline
import SafeFiles
import Testing

@Suite struct RecipeTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Pipelines").path

    /// A whole `detect` entry with one key replaced; nil takes the key away.
    private func entry(_ key: String = "", _ value: JSONValue? = nil) -> JSONValue {
        let whole: JSONValue = [
            "indices": ["ndvi", "bsi"], "threshold": ["method": "otsu", "clip": 0.99],
            "states": ["source": "s", "waterMNDWI": 0.1, "vegetationNDVI": 0.35, "bareBSI": 0.1],
        ]
        let kept = (whole.members ?? []).filter { $0.key != key }
        return .object(kept + (value.map { [.init(key, $0)] } ?? []))
    }

    @Test func whatIsNotSaidHasADefault() throws {
        let recipe = try DetectRecipe(entry(), named: "r")
        #expect(recipe.profiles.isEmpty && recipe.spectrum == BandRole.usual)
        #expect(recipe.indices == [.ndvi, .bsi] && recipe.isCentred)
        #expect(recipe.threshold == .otsu(clip: 0.99) && recipe.maskDilation == 0 && !recipe.isOpened)
        #expect(recipe.minimumArea == .zero && recipe.tileSide == 1024 && recipe.bands.isEmpty)
        #expect(recipe.radiometry == nil && recipe.registration == nil)
    }

    @Test func whatIsSaidIsTaken() throws {
        #expect(try DetectRecipe(entry("offset", -0.1), named: "r").radiometry == Radiometry(scale: 1, offset: -0.1))
        #expect(try DetectRecipe(entry("bands", ["nir": 4]), named: "r").bands == [.nir: 4])
        for (threshold, read) in [
            (["method": "median-mad"], .medianDeviation(k: 6)),
            (["method": "lower-spread", "k": 2], .lowerSpread(k: 2)),
            (["method": "fixed", "value": 0.3], .fixed(0.3)), (["method": "otsu"], .otsu(clip: 1)),
        ] as [(JSONValue, AutomaticThreshold)] {
            #expect(try DetectRecipe(entry("threshold", threshold), named: "r").threshold == read)
        }
    }

    @Test(
        arguments: [
            ("indices", nil, "r", "the key ‘indices’ is missing."),
            ("indices", [], "r: indices", "found [], expected at least one index."),
            (
                "indices", ["ndvi", "ndvi"], "r: indices",
                "found \"ndvi\", expected each of ndvi, ndbi, mndwi, bsi at most"
            ),
            ("indices", ["evi"], "r: indices", "found \"evi\", expected each of"),
            ("threshold", nil, "r", "the key ‘threshold’ is missing."),
            ("threshold", ["method": "otsuu"], "r: threshold: method", "found \"otsuu\", expected one of median-mad,"),
            ("threshold", ["methode": "otsu"], "r: threshold", "unknown key ‘methode’; did you mean ‘method’?"),
            ("threshold", ["method": "fixed"], "r: threshold", "the key ‘value’ is missing."),
            ("threshold", ["method": "otsu", "clip": 99], "r: threshold: clip", "found 99, expected a number 0…1."),
            ("maskDilation", 65, "r: maskDilation", "found 65, expected a whole number 0…64."),
            ("tileSize", 63, "r: tileSize", "found 63, expected a whole number 64…8192."),
            ("maskDilatoin", 2, "r", "unknown key ‘maskDilatoin’; did you mean ‘maskDilation’?"),
            ("states", ["source": "s", "waterMNDWI": 0], "r: states", "the key ‘vegetationNDVI’ is missing."),
            ("states", ["waterMNDWI": 0], "r: states", "the key ‘source’ is missing."),
            ("bands", ["nir": 0], "r: bands: nir", "found 0, expected a whole number 1…10000."),
            ("bands", ["b8": 4], "r: bands", "unknown key ‘b8’."),
            ("minimumAreaSquareMetres", -1, "r: minimumAreaSquareMetres", "found -1, expected a number 0…10000000"),
            ("threshold", ["method": "otsu", "clip": -0.1], "r: threshold: clip", "found -0.1, expected a number"),
            (
                "threshold", ["method": "median-mad", "k": -3], "r: threshold: k",
                "found -3, expected a number 0…1000."
            ),
            (
                "threshold", ["method": "lower-spread", "k": 1e300], "r: threshold: k",
                "found 1e+300, expected a number 0…1000."
            ),
            ("threshold", ["method": "fixed", "value": 5], "r: threshold: value", "found 5, expected a number 0…4."),
            (
                "states", ["source": "s", "waterMNDWI": 1.5, "vegetationNDVI": 0, "bareBSI": 0],
                "r: states: waterMNDWI", "found 1.5, expected a number -1…1."
            ),
            ("scale", 0, "r: scale", "found 0, expected a number 1e-09…1000000000."),
            ("offset", -1e12, "r: offset", "found -1000000000000, expected a number -1000000000…1000000000."),
            ("profiles", [], "r: profiles", "found [], expected at least one sensor."),
            ("registration", ["maximumShift": 1], "r: registration", "the key ‘source’ is missing."),
            (
                "registration", ["source": "s", "maximumShift": 99], "r: registration: maximumShift",
                "found 99, expected a number 0…24."
            ),
            (
                "registration", ["source": "s", "maximumShft": 1], "r: registration",
                "unknown key ‘maximumShft’; did you mean ‘maximumShift’?"
            ),
            ("quality", ["hazeDifference": 0.1], "r: quality", "the key ‘source’ is missing."),
            ("opening", "yes", "r: opening", "found \"yes\", expected true or false."),
        ] as [(String, JSONValue?, String, String)])
    func aMistakeIsNamed(key: String, value: JSONValue?, object: String, words: String) {
        let fault = #expect(throws: Fault.self) { try DetectRecipe(entry(key, value), named: "r") }
        #expect(fault?.object == object)
        #expect(fault?.message.en.hasPrefix(words) == true, "\(fault?.message.en ?? "")")
    }

    @Test(arguments: [
        ("{ themes: 't', export: ['csv'] }", "unknown key ‘export’; did you mean ‘exports’?"),
        ("{ themes: 't', exports: ['shp'] }", "found \"shp\", expected one of geojson, gpkg, csv."),
        ("{ themes: 't', monthsEarlier: 0 }", "found 0, expected a whole number 1…240."),
        ("{ }", "the key ‘themes’ is missing."),
    ])
    func aMistakeOfTheMonthIsNamed(text: String, words: String) throws {
        let value = try JSONValue(parsing: text, named: "m")
        let fault = #expect(throws: Fault.self) { try MonthlyRecipe(value, named: "m") }
        #expect(fault?.message.en.hasPrefix(words) == true, "\(fault?.message.en ?? "")")
    }

    @Test(arguments: ["monthly", "pair-multispectral", "pair-sentinel2.json5", "pair-submetre"])
    func theRecipesOfTheProgramLoad(name: String) throws {
        let data = DataFolder(path: Self.folder)
        let recipe = try Recipe(file: try data.recipe(name))
        #expect(recipe.name == name.replacingOccurrences(of: ".json5", with: ""))
        #expect((recipe.monthly != nil) == (name == "monthly"))
        #expect(recipe.checksum == (try Checksum.sha256(ofFile: recipe.path)))
        #expect(throws: Never.self) { try recipe.sceneReader(data) }
    }

    @Test func anUnknownRecipeGetsTheList() throws {
        let fault = #expect(throws: Fault.self) { try DataFolder(path: Self.folder).recipe("yearly") }
        #expect(fault?.message.en.contains("monthly, pair-landsat, pair-multispectral") == true)
        let scratch = try Scratch()
        try DurableFile.write("{ name: 'x', detekt: {} }", to: scratch("own.json5"))
        #expect(try DataFolder(path: Self.folder).recipe(scratch("own.json5")) == scratch("own.json5"))
        let own = #expect(throws: Fault.self) { try Recipe(file: scratch("own.json5")) }
        #expect(own?.object == scratch("own.json5") && own?.message.en.contains("did you mean ‘detect’?") == true)
    }
}
