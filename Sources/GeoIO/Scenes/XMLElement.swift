internal import CGDAL
import GeoModel
import SafeFiles

/// An element of an XML document, without namespaces.
struct XMLElement {
    /// Its name, without a prefix.
    let name: String
    /// Its attributes.
    let attributes: [String: String]
    /// The text right inside of it.
    let text: String
    /// The elements right inside of it.
    let children: [XMLElement]

    /// The largest document read: metadata of a scene has less than a mebibyte.
    private static let largestText = 16 << 20
    /// The deepest element; metadata of scenes has a dozen levels.
    private static let deepest = 64

    /// The first element of a file.
    /// - Throws: `Fault` where it can't be read or is no XML.
    init(file path: String) throws(Fault) {
        let text = try DurableFile.text(of: path)
        let parsed =
            try text.utf8.count > Self.largestText
            ? nil
            : GDALMessages.collect { messages throws(Fault) in
                guard let tree = unsafe CPLParseXMLString(text), messages.firstFailure == nil else {
                    return nil as XMLElement?
                }
                defer { unsafe CPLDestroyXMLNode(tree) }
                return unsafe XMLElement.first(from: tree)
            }
        guard let parsed else {
            throw Fault(
                path,
                zh: "不是完整的 XML 文件；应为产品的元数据。请重新下载。",
                en: "is no whole XML file; the product’s metadata is expected. Download it again."
            )
        }
        self = parsed
    }

    /// The first element of a chain of nodes, past declarations and comments.
    private static func first(from node: UnsafeMutablePointer<CPLXMLNode>) -> XMLElement? {
        var next: UnsafeMutablePointer<CPLXMLNode>? = unsafe node
        while let node = unsafe next {
            if unsafe node.pointee.eType == CXT_Element, unsafe node.pointee.pszValue.pointee != 0x3F {
                return unsafe XMLElement(node, depth: 0)
            }
            unsafe next = node.pointee.psNext
        }
        return nil
    }

    private init(_ node: UnsafeMutablePointer<CPLXMLNode>, depth: Int) {
        var attributes: [String: String] = [:]
        var text = ""
        var children: [XMLElement] = []
        var next = unsafe node.pointee.psChild
        while let child = unsafe next {
            let value = unsafe String(cString: child.pointee.pszValue)
            switch unsafe child.pointee.eType {
            case CXT_Text: text += value
            case CXT_Attribute:
                if let content = unsafe child.pointee.psChild {
                    attributes[value] = unsafe String(cString: content.pointee.pszValue)
                }
            case CXT_Element where depth < Self.deepest: unsafe children.append(XMLElement(child, depth: depth + 1))
            default: break
            }
            unsafe next = child.pointee.psNext
        }
        let whole = unsafe String(cString: node.pointee.pszValue)
        name = whole.split(separator: ":").last.map(String.init) ?? whole
        self.attributes = attributes
        self.text = text.trimmedOfSpace
        self.children = children
    }

    /// All elements of some names inside of this one, at any depth, in the order of the document.
    func all(_ names: String...) -> [XMLElement] { all(names) }

    private func all(_ names: [String]) -> [XMLElement] {
        children.flatMap { child in (names.contains(child.name) ? [child] : []) + child.all(names) }
    }

    /// The text of the first such element; nil where there is none or it is empty.
    func first(_ names: String...) -> String? {
        all(names).first.map(\.text).flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension String {
    /// Without space at either end.
    var trimmedOfSpace: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text.drop { $0.isWhitespace })
    }
}
