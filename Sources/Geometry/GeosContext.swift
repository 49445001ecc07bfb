internal import CGEOS
import GeoModel

/// One GEOS context and the last thing it complained of. GEOS contexts are not shared between threads.
@safe final class GeosContext {
    /// Where the C handler leaves its text.
    final class Complaint {
        var text = ""
    }

    let handle: GEOSContextHandle_t
    private let complaint = Complaint()

    init() {
        guard let handle = unsafe GEOS_init_r() else { preconditionFailure("GEOS gives no context") }
        unsafe self.handle = handle
        let place = unsafe Unmanaged.passUnretained(complaint).toOpaque()
        unsafe GEOSContext_setErrorMessageHandler_r(
            handle,
            { message, place in
                guard let message = unsafe message, let place = unsafe place else { return }
                unsafe Unmanaged<Complaint>.fromOpaque(place).takeUnretainedValue().text = String(cString: message)
            },
            place
        )
    }

    deinit {
        unsafe GEOS_finish_r(handle)
    }

    /// What GEOS said of the call that just failed, as a fault of `object`.
    func fault(_ object: String) -> Fault {
        let said = complaint.text.isEmpty ? "GEOS: ?" : complaint.text
        complaint.text = ""
        return Fault(
            object,
            zh: "几何运算失败（\(said)）。请检查该图形（自相交、坐标异常），修复后重试。",
            en: "a geometry operation failed (\(said)). Check the shape for self-intersections and odd coordinates, "
                + "repair it and try again."
        )
    }
}

/// An owned GEOS geometry.
@safe struct GeosGeometry: ~Copyable {
    let pointer: OpaquePointer
    let context: GeosContext

    @unsafe init(_ pointer: OpaquePointer, _ context: GeosContext) {
        unsafe self.pointer = pointer
        self.context = context
    }

    deinit {
        unsafe GEOSGeom_destroy_r(context.handle, pointer)
    }
}
